import os

from langchain_core.messages import HumanMessage, ToolMessage
from langchain_openai import ChatOpenAI
from scenarios import QUESTION, SCHEMA, SUNNY, TOOL, failure_of, run


def chat_of(model, **more):
    return ChatOpenAI(model=model, api_key="sk-anything", base_url=os.environ["BASE_URL"], max_retries=0, **more)


def chat(model):
    return {"text": chat_of(model).invoke(QUESTION).content}


def stream(model):
    text, total = "", None
    for chunk in chat_of(model, stream_usage=True).stream(QUESTION):
        text += chunk.content
        total = chunk.usage_metadata["total_tokens"] if chunk.usage_metadata else total
    return {"text": text, "total": total}


def tools(model):
    bound = chat_of(model).bind_tools([TOOL])
    asked = bound.invoke([HumanMessage(QUESTION)])
    result = ToolMessage(content=SUNNY, tool_call_id=asked.tool_calls[0]["id"])
    return {"text": bound.invoke([HumanMessage(QUESTION), asked, result]).content}


def structured(model):
    schema = {"title": "place", "description": "A place", **SCHEMA}
    return chat_of(model).with_structured_output(schema, method="json_schema").invoke(QUESTION)


def abort(model):
    chunks = chat_of(model).stream(QUESTION)
    got = any(chunk.content for chunk in chunks)
    chunks.close()
    return {"aborted": got}


def error(model):
    return failure_of(lambda: chat_of(model).invoke(QUESTION))


run({"chat": chat, "stream": stream, "tools": tools, "structured": structured, "error": error, "abort": abort})
