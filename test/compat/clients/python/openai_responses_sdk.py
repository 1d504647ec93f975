import json
import os

import openai
from scenarios import DESCRIPTION, QUESTION, SCHEMA, SUNNY, failure_of, run

client = openai.OpenAI(api_key="sk-anything", base_url=os.environ["BASE_URL"], max_retries=0)
create = client.responses.create
TOOLS = [{"type": "function", "name": "weather", "description": DESCRIPTION, "parameters": SCHEMA, "strict": True}]
THINKING = {"store": False, "include": ["reasoning.encrypted_content"], "reasoning": {"effort": "low"}}


def streamed(**body):
    with client.responses.stream(**body) as answer:
        return answer.get_final_response()


def loop(ask, model, more):
    asked = [{"role": "user", "content": QUESTION}]
    first = ask(model=model, input=asked, tools=TOOLS, **more)
    call = next(item for item in first.output if item.type == "function_call")
    result = {"type": "function_call_output", "call_id": call.call_id, "output": SUNNY}
    back = [item.model_dump(exclude_none=True, exclude={"parsed_arguments"}) for item in first.output]
    return {"text": ask(model=model, input=[*asked, *back, result], tools=TOOLS, **more).output_text}


def chat(model):
    return {"text": create(model=model, input=QUESTION).output_text}


def stream(model):
    text, total = "", None
    for event in create(model=model, input=QUESTION, stream=True):
        if event.type == "response.output_text.delta":
            text += event.delta
        if event.type == "response.completed":
            total = event.response.usage.total_tokens
    return {"text": text, "total": total}


def structured(model):
    form = {"type": "json_schema", "name": "place", "strict": True, "schema": SCHEMA}
    return json.loads(create(model=model, input=QUESTION, text={"format": form}).output_text)


def abort(model):
    answer = create(model=model, input=QUESTION, stream=True)
    got = any(event.type == "response.output_text.delta" for event in answer)
    answer.close()
    return {"aborted": got}


def error(model):
    return failure_of(lambda: create(model=model, input=QUESTION))


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
