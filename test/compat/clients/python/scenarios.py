"""What every client is asked for, and the loop around it: a line of JSON with scenario and model in, one line out."""

import json
import sys

QUESTION = "What is the weather in Paris?"
DESCRIPTION = "The weather of a city"
SUNNY = "sunny"
SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}
TOOL = {"type": "function", "function": {"name": "weather", "description": DESCRIPTION, "parameters": SCHEMA}}


def failure_of(act):
    """What a caller can tell of an error: the status, and whether the provider's words are in it."""
    try:
        act()
    except Exception as thrown:  # each client has its own
        status, told, error = None, "", thrown
        while error is not None:
            status = status or getattr(error, "status_code", None)
            told += str(error)
            error = error.__cause__ or error.__context__
        return {"status": status, "told": "too hot" in told}
    return {"failed": "nothing was thrown"}


def run(scenarios):
    out = sys.stdout
    sys.stdout = sys.stderr
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            result = scenarios[asked["scenario"]](asked["model"])
        except Exception as error:
            result = {"failed": f"{type(error).__name__}: {error}"[:800]}
        out.write(json.dumps(result) + "\n")
        out.flush()
