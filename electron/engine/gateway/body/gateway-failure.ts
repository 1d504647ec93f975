/** A call that is refused before anything was resolved. */
export class GatewayFailure extends Error {
  override readonly name = "GatewayFailure";
  readonly status: number;
  readonly type: string | undefined;
  readonly param: string | null;

  constructor(status: number, message: string, given: { type?: string; param?: string } = {}) {
    super(message);
    this.status = status;
    this.type = given.type;
    this.param = given.param ?? null;
  }
}
