# Cuts what a tool returned before the model reads it:  python3 output-filter.py LIMIT < event > answer
# Prints nothing when nothing is to be cut and when it does not understand: the result then stays as it is.
# output-filter.js and output-filter.pl do the same; what one learns the others must.
import json
import re
import sys

# In a result of unknown shape, shorter strings are kinds, names and paths; to cut them would break the shape.
SHORTEST_OUTPUT = 256


class Cutter:
    def __init__(self, limit):
        self.limit = limit
        self.is_changed = False

    def cut(self, text):
        data = utf8(text)
        if len(data) <= self.limit:
            return text

        # Back to where a character begins.
        end = self.limit
        while end > 0 and data[end] & 0xC0 == 0x80:
            end -= 1

        self.is_changed = True
        return "%s\n[...%d bytes truncated by paperclip-rtk]" % (data[:end].decode("utf-8"), len(data) - end)

    def cut_members(self, node, names):
        for name in names:
            if isinstance(node.get(name), str):
                node[name] = self.cut(node[name])

    def cut_leaves(self, node):
        for key, value in list(node.items() if isinstance(node, dict) else enumerate(node)):
            if isinstance(value, (dict, list)):
                self.cut_leaves(value)
            elif isinstance(value, str) and len(utf8(value)) >= SHORTEST_OUTPUT and not is_media(node, key):
                node[key] = self.cut(value)

    def cut_result(self, tool, result):
        if tool == "Bash" and isinstance(result, dict):
            if result.get("isImage") is not True:
                self.cut_members(result, ["stdout", "stderr"])

            if self.is_changed:
                # The model would be shown a wrapper around the cut text that leads to the whole.
                result.pop("persistedOutputPath", None)
                result.pop("persistedOutputSize", None)
        elif tool == "Read" and isinstance(result, dict):
            if isinstance(result.get("file"), dict):
                self.cut_members(result["file"], ["content"])
        else:
            holder = [result]
            self.cut_leaves(holder)
            return holder[0]

        return result


def utf8(text):
    # Half a pair is written as JavaScript writes it.
    return re.sub("[\ud800-\udfff]", "\ufffd", text).encode("utf-8")


def is_media(node, key):
    return key in ("base64", "blob") or (key == "data" and ("mimeType" in node or "media_type" in node))


def refuse(constant):
    raise ValueError(constant)


def main(arguments):
    if len(arguments) != 1 or not re.fullmatch("[0-9]+", arguments[0]):
        return

    event = json.loads(sys.stdin.buffer.read().decode("utf-8"), parse_constant=refuse)
    if isinstance(event, dict) and "tool_response" in event:
        cutter = Cutter(int(arguments[0]))
        output = cutter.cut_result(event.get("tool_name"), event["tool_response"])
        if cutter.is_changed:
            answer = {"hookSpecificOutput": {"hookEventName": "PostToolUse", "updatedToolOutput": output}}
            sys.stdout.write(json.dumps(answer, allow_nan=False))


try:
    main(sys.argv[1:])
except Exception:
    # Not for us.
    pass
