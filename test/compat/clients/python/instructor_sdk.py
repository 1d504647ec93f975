import os
import sys

import instructor
import openai
from pydantic import BaseModel
from scenarios import QUESTION, failure_of, run


class Place(BaseModel):
    city: str


plain = openai.OpenAI(api_key="sk-anything", base_url=os.environ["BASE_URL"], max_retries=0)
client = instructor.from_openai(plain, mode=getattr(instructor.Mode, sys.argv[1]))
messages = [{"role": "user", "content": QUESTION}]


def structured(model):
    return client.chat.completions.create(model=model, messages=messages, response_model=Place).model_dump()


def error(model):
    return failure_of(
        lambda: client.chat.completions.create(model=model, messages=messages, response_model=Place, max_retries=0)
    )


run({"structured": structured, "error": error})
