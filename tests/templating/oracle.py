"""Renders a batch of cases with the real Jinja2.

Reads JSON from standard input: [{"source": text, "context": {...}, "templates": {name: text}, "options": {...}}].
Writes one result for each, in order: {"output": text} or {"error": "Class: message"}.
"""
import json
import signal
import sys
import warnings

import jinja2

warnings.simplefilter("ignore")


class TooLong(Exception):
    pass


def alarm(signum, frame):
    raise TooLong("the oracle gave up")


UNDEFINED = {
    "default": jinja2.Undefined,
    "chainable": jinja2.ChainableUndefined,
    "strict": jinja2.StrictUndefined,
}


def render(case):
    options = dict(case.get("options", {}))
    undefined = UNDEFINED[options.pop("undefined", "default")]
    environment = jinja2.Environment(
        extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"],
        loader=jinja2.DictLoader(case.get("templates", {})),
        undefined=undefined,
        **options,
    )
    return environment.from_string(case["source"]).render(case.get("context", {}))


def main():
    signal.signal(signal.SIGALRM, alarm)
    results = []
    for case in json.load(sys.stdin):
        signal.setitimer(signal.ITIMER_REAL, 1)
        try:
            results.append({"output": render(case)})
        except BaseException as error:  # whatever Python throws is a failure of the template
            results.append({"error": f"{type(error).__name__}: {error}"[:300]})
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    json.dump(results, sys.stdout)


main()
