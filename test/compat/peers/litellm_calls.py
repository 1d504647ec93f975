"""Calls of LiteLLM's SDK: a line of JSON with the arguments in, a line with what came of it out."""

import json
import os
import sys

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
out = sys.stdout
# LiteLLM prints advice of its own.
sys.stdout = sys.stderr
import litellm  # noqa: E402

litellm.suppress_debug_info = True
litellm.telemetry = False


def streamed(chunks):
    text, calls, reason = "", {}, None
    for chunk in chunks:
        for choice in chunk.choices:
            text += choice.delta.content or ""
            reason = choice.finish_reason or reason
            for call in choice.delta.tool_calls or []:
                known = calls.setdefault(call.index, {"name": None, "arguments": ""})
                known["name"] = known["name"] or call.function.name
                known["arguments"] += call.function.arguments or ""
    return {"text": text, "calls": list(calls.values()), "finish": reason}


def whole(answer):
    choice = answer.choices[0]
    calls = [
        {"name": call.function.name, "arguments": call.function.arguments} for call in choice.message.tool_calls or []
    ]
    return {"text": choice.message.content or "", "calls": calls, "finish": choice.finish_reason}


for line in sys.stdin:
    call = json.loads(line)
    try:
        answer = litellm.completion(**call, max_retries=0)
        result = {"answer": streamed(answer) if call.get("stream") else whole(answer)}
    except Exception as error:  # every kind of failure is an answer here
        result = {"error": type(error).__name__, "status": getattr(error, "status_code", None), "message": str(error)[:300]}
    out.write(json.dumps(result) + "\n")
    out.flush()
