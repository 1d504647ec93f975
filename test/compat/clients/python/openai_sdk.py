import json
import os

import openai
from scenarios import QUESTION, SCHEMA, SUNNY, TOOL, failure_of, run

client = openai.OpenAI(api_key="sk-anything", base_url=os.environ["BASE_URL"], max_retries=0)
create = client.chat.completions.create
messages = [{"role": "user", "content": QUESTION}]


def chat(model):
    return {"text": create(model=model, messages=messages).choices[0].message.content}


def stream(model):
    text, total = "", None
    for chunk in create(model=model, messages=messages, stream=True, stream_options={"include_usage": True}):
        text += "".join(choice.delta.content or "" for choice in chunk.choices)
        total = chunk.usage.total_tokens if chunk.usage else total
    return {"text": text, "total": total}


def tools(model):
    asked = create(model=model, messages=messages, tools=[TOOL]).choices[0].message
    result = {"role": "tool", "tool_call_id": asked.tool_calls[0].id, "content": SUNNY}
    answer = create(model=model, messages=[*messages, asked.model_dump(), result], tools=[TOOL])
    return {"text": answer.choices[0].message.content}


def structured(model):
    schema = {"name": "place", "strict": True, "schema": SCHEMA}
    answer = create(model=model, messages=messages, response_format={"type": "json_schema", "json_schema": schema})
    return json.loads(answer.choices[0].message.content)


def abort(model):
    answer = create(model=model, messages=messages, stream=True)
    got = any(chunk.choices and chunk.choices[0].delta.content for chunk in answer)
    answer.close()
    return {"aborted": got}


def error(model):
    return failure_of(lambda: create(model=model, messages=messages))


run({"chat": chat, "stream": stream, "tools": tools, "structured": structured, "error": error, "abort": abort})
