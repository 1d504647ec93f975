import asyncio
import os

from openai import AsyncOpenAI
from pydantic import BaseModel
from pydantic_ai import Agent, NativeOutput
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai import OpenAIProvider
from scenarios import QUESTION, SUNNY, failure_of, run


class Place(BaseModel):
    city: str


def agent_of(model, **more):
    client = AsyncOpenAI(api_key="sk-anything", base_url=os.environ["BASE_URL"], max_retries=0)
    return Agent(OpenAIChatModel(model, provider=OpenAIProvider(openai_client=client)), **more)


def chat(model):
    return {"text": agent_of(model).run_sync(QUESTION).output}


def stream(model):
    async def read():
        async with agent_of(model).run_stream(QUESTION) as answer:
            text = "".join([piece async for piece in answer.stream_text(delta=True, debounce_by=None)])
            usage = answer.usage() if callable(answer.usage) else answer.usage
            return {"text": text, "total": usage.total_tokens}

    return asyncio.run(read())


def tools(model):
    agent = agent_of(model)

    @agent.tool_plain
    def weather(city: str) -> str:
        return SUNNY

    return {"text": agent.run_sync(QUESTION).output}


def structured(model):
    return agent_of(model, output_type=NativeOutput(Place)).run_sync(QUESTION).output.model_dump()


def abort(model):
    async def read():
        async with agent_of(model).run_stream(QUESTION) as answer:
            async for piece in answer.stream_text(delta=True, debounce_by=None):
                if piece:
                    return True
        return False

    return {"aborted": asyncio.run(read())}


def error(model):
    return failure_of(lambda: agent_of(model).run_sync(QUESTION))


run({"chat": chat, "stream": stream, "tools": tools, "structured": structured, "error": error, "abort": abort})
