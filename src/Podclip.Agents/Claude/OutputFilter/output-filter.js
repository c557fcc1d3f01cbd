// Cuts what a tool returned before the model reads it:  node output-filter.js LIMIT < event > answer
// Prints nothing when nothing is to be cut and when it does not understand: the result then stays as it is.
// output-filter.py and output-filter.pl do the same; what one learns the others must.
'use strict';

const fs = require('fs');

// In a result of unknown shape, shorter strings are kinds, names and paths; to cut them would break the shape.
const SHORTEST_OUTPUT = 256;

const limit = /^\d+$/.test(process.argv[2]) ? Number(process.argv[2]) : Infinity;
let isChanged = false;

function cut(text) {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= limit) {
    return text;
  }

  // Back to where a character begins.
  let end = limit;
  while (end > 0 && (bytes[end] & 0xc0) === 0x80) {
    end--;
  }

  isChanged = true;
  return `${bytes.toString('utf8', 0, end)}\n[...${bytes.length - end} bytes truncated by paperclip-rtk]`;
}

function cutMembers(node, names) {
  for (const name of names) {
    if (typeof node[name] === 'string') {
      node[name] = cut(node[name]);
    }
  }
}

function isMedia(node, key) {
  return key === 'base64' || key === 'blob' || (key === 'data' && ('mimeType' in node || 'media_type' in node));
}

function cutLeaves(node) {
  for (const key of Object.keys(node)) {
    const value = node[key];
    if (typeof value === 'object' && value !== null) {
      cutLeaves(value);
    } else if (typeof value === 'string' && Buffer.byteLength(value) >= SHORTEST_OUTPUT && !isMedia(node, key)) {
      node[key] = cut(value);
    }
  }
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function cutResult(tool, result) {
  if (tool === 'Bash' && isObject(result)) {
    if (result.isImage !== true) {
      cutMembers(result, ['stdout', 'stderr']);
    }

    if (isChanged) {
      // The model would be shown a wrapper around the cut text that leads to the whole.
      delete result.persistedOutputPath;
      delete result.persistedOutputSize;
    }
  } else if (tool === 'Read' && isObject(result)) {
    if (isObject(result.file)) {
      cutMembers(result.file, ['content']);
    }
  } else {
    const holder = { result };
    cutLeaves(holder);
    return holder.result;
  }

  return result;
}

try {
  const input = fs.readFileSync(0);
  const text = input.toString('utf8');
  const event = Buffer.from(text, 'utf8').equals(input) ? JSON.parse(text) : null;
  if (isObject(event) && event.tool_response !== undefined) {
    const updatedToolOutput = cutResult(event.tool_name, event.tool_response);
    if (isChanged) {
      process.stdout.write(JSON.stringify({ hookSpecificOutput: { hookEventName: 'PostToolUse', updatedToolOutput } }));
    }
  }
} catch {
  // Not for us.
}
