# Claude Code calls this after each tool that succeeded: the event on standard input, the limit in bytes as the argument.
# Whatever goes wrong, the tool's result stays as it is: a hook that fails would be told to the model.
limit=$1

try() {
    command -v "$1" >/dev/null 2>&1 || return 1
    "$1" "${0%/*}/output-filter.$2" "$limit" 2>/dev/null
    exit 0
}

try node js || try python3 py || try perl pl

# Claude Code shows nothing that a hook says on its standard error; a system message becomes a line of its output.
cat >/dev/null
mkdir "${TMPDIR:-/tmp}/.podclip-output-filter" 2>/dev/null || exit 0
printf '%s\n' '{"systemMessage":"Warning: tool output is not cut, as the image has neither node nor python3 nor perl."}'
