/** Where a value does not fit its JSON schema. `path` is a JSON pointer into the value, empty for all of it. */
export interface SchemaError {
  path: string;
  message: string;
}

export interface SchemaCheck {
  valid: boolean;
  errors: SchemaError[];
}

/** What an answer was checked against: the schema it was asked for, and the parameters of every tool it calls. */
export interface AnswerChecks {
  output?: SchemaCheck;
  /** In the order of the calls. */
  toolCalls: (SchemaCheck & { name: string })[];
}
