import * as z from "zod";

// zod compiles its parsers with `new Function` unless told not to, and even its try is reported as a violation of the
// content security policy. To be imported before any schema is made.
z.config({ jitless: true });
