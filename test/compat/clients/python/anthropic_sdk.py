import json
import os
from urllib.parse import urlsplit

import anthropic
from scenarios import DESCRIPTION, QUESTION, SCHEMA, SUNNY, failure_of, run

address = urlsplit(os.environ["BASE_URL"])
client = anthropic.Anthropic(api_key="sk-anything", base_url=f"{address.scheme}://{address.netloc}", max_retries=0)
create = client.messages.create
ASKED = {"max_tokens": 4096, "messages": [{"role": "user", "content": QUESTION}]}
TOOLS = [{"name": "weather", "description": DESCRIPTION, "input_schema": SCHEMA}]
THINKING = {"thinking": {"type": "enabled", "budget_tokens": 2048}}


def text_of(message):
    return "".join(block.text for block in message.content if block.type == "text")


def streamed(**body):
    with client.messages.stream(**body) as answer:
        return answer.get_final_message()


def loop(ask, model, more):
    body = {**ASKED, "model": model, "tools": TOOLS, **more}
    first = ask(**body)
    call = next(block for block in first.content if block.type == "tool_use")
    result = {"type": "tool_result", "tool_use_id": call.id, "content": SUNNY}
    turns = [{"role": "assistant", "content": first.content}, {"role": "user", "content": [result]}]
    return {"text": text_of(ask(**{**body, "messages": [*body["messages"], *turns]}))}


def chat(model):
    return {"text": text_of(create(model=model, **ASKED))}


def stream(model):
    with client.messages.stream(model=model, **ASKED) as answer:
        text = "".join(answer.text_stream)
        usage = answer.get_final_message().usage
    return {"text": text, "total": usage.input_tokens + usage.output_tokens}


def structured(model):
    output = {"format": {"type": "json_schema", "schema": SCHEMA}}
    return json.loads(text_of(create(model=model, output_config=output, **ASKED)))


def abort(model):
    with client.messages.stream(model=model, **ASKED) as answer:
        got = any(event.type == "content_block_delta" for event in answer)
    return {"aborted": got}


def error(model):
    return failure_of(lambda: create(model=model, **ASKED))


run(
    {
        "chat": chat,
        "stream": stream,
        "tools": lambda model: loop(create, model, {}),
        "thinks": lambda model: loop(create, model, THINKING),
        "thinks_streamed": lambda model: loop(streamed, model, THINKING),
        "structured": structured,
        "error": error,
        "abort": abort,
    }
)
