import json
import os

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
import litellm  # noqa: E402
from scenarios import QUESTION, SCHEMA, SUNNY, TOOL, failure_of, run  # noqa: E402

litellm.suppress_debug_info = True
messages = [{"role": "user", "content": QUESTION}]


def create(model, **more):
    call = {"messages": messages, "api_key": "sk-anything", "api_base": os.environ["BASE_URL"], "max_retries": 0}
    return litellm.completion(model=f"openai/{model}", **{**call, **more})


def chat(model):
    return {"text": create(model).choices[0].message.content}


def stream(model):
    text, total = "", None
    for chunk in create(model, stream=True, stream_options={"include_usage": True}):
        text += "".join(choice.delta.content or "" for choice in chunk.choices)
        usage = getattr(chunk, "usage", None)
        total = usage.total_tokens if usage else total
    return {"text": text, "total": total}


def tools(model):
    asked = create(model, tools=[TOOL]).choices[0].message
    result = {"role": "tool", "tool_call_id": asked.tool_calls[0].id, "content": SUNNY}
    answer = create(model, messages=[*messages, asked.model_dump(), result], tools=[TOOL])
    return {"text": answer.choices[0].message.content}


def structured(model):
    schema = {"name": "place", "strict": True, "schema": SCHEMA}
    answer = create(model, response_format={"type": "json_schema", "json_schema": schema})
    return json.loads(answer.choices[0].message.content)


def abort(model):
    answer = create(model, stream=True)
    got = any(chunk.choices and chunk.choices[0].delta.content for chunk in answer)
    answer.completion_stream.close()
    return {"aborted": got}


def error(model):
    return failure_of(lambda: create(model))


run({"chat": chat, "stream": stream, "tools": tools, "structured": structured, "error": error, "abort": abort})
