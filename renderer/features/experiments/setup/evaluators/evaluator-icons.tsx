import {
  Ban,
  Braces,
  ChartNoAxesColumn,
  CodeXml,
  Coins,
  Equal,
  Hash,
  Languages,
  ListTree,
  type LucideIcon,
  Regex,
  Ruler,
  Scale,
  ScanText,
  Sigma,
  TextSearch,
  Timer,
  UserRound,
  Wrench,
} from "lucide-react";

const icons: Readonly<Record<string, LucideIcon>> = {
  equals: Equal,
  contains: TextSearch,
  "not-contains": TextSearch,
  "contains-any": TextSearch,
  "contains-all": TextSearch,
  "starts-with": TextSearch,
  regex: Regex,
  "json-valid": Braces,
  "json-schema": Braces,
  "json-path": ListTree,
  number: Hash,
  length: Ruler,
  "tool-called": Wrench,
  refusal: Ban,
  language: Languages,
  latency: Timer,
  tokens: Sigma,
  cost: Coins,
  levenshtein: ChartNoAxesColumn,
  "rouge-l": ChartNoAxesColumn,
  cosine: ChartNoAxesColumn,
  judge: Scale,
  "judge-pairwise": Scale,
  code: CodeXml,
  human: UserRound,
};

export function EvaluatorIcon({ type }: { type: string }) {
  const Icon = icons[type] ?? ScanText;
  return <Icon aria-hidden="true" size={14} />;
}
