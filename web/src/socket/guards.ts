/** Server text to a typed message, or null: a malformed message is never trusted and never crashes the page. */
import { GUIDANCE, VERDICTS } from './messages';
import type { Bbox, ErrorMessage, ResultMessage, ServerMessage } from './messages';
import { parseActiveCheck } from './guard-active-check';
import {
  isBoolean,
  isCount,
  isFields,
  isFinite,
  isOneOf,
  isShare,
  isText,
  knownWords,
  readJson,
} from './narrow';
import type { Fields } from './narrow';

export function parseServerMessage(data: unknown): ServerMessage | null {
  const fields = isText(data) ? readJson(data) : null;
  if (!isFields(fields)) return null;
  switch (fields.type) {
    case 'result':
      return parseResult(fields);
    case 'pong':
      return { type: 'pong' };
    case 'active_check_reset':
      return isText(fields.message) ? { type: 'active_check_reset', message: fields.message } : null;
    case 'active_check':
      return isBoolean(fields.enabled) ? { type: 'active_check', enabled: fields.enabled } : null;
    case 'error':
      return parseError(fields);
    default:
      return null;
  }
}

function parseError({ code, message, frame }: Fields): ErrorMessage | null {
  if (!isText(code) || !isText(message)) return null;
  if (frame === undefined) return { type: 'error', code, message };
  return isCount(frame) ? { type: 'error', code, message, frame } : null;
}

function parseResult(fields: Fields): ResultMessage | null {
  const { face_detected, is_real, confidence, active_check_passed, active_check_message } = fields;
  const { frame, dropped, width, height, verdict } = fields;
  const bbox = parseBbox(fields.bbox);
  const guidance = knownWords(GUIDANCE, fields.guidance);
  const active_check = parseActiveCheck(fields.active_check);
  if (!isBoolean(face_detected) || !isBoolean(is_real) || !isShare(confidence)) return null;
  if (!isBoolean(active_check_passed) || !isText(active_check_message)) return null;
  if (!isCount(frame) || !isCount(dropped) || !isCount(width) || !isCount(height)) return null;
  if (!isOneOf(VERDICTS, verdict) || bbox === undefined || !guidance || !active_check) return null;
  return {
    type: 'result',
    face_detected,
    is_real,
    confidence,
    active_check_passed,
    active_check_message,
    bbox,
    frame,
    dropped,
    width,
    height,
    verdict,
    guidance,
    active_check,
  };
}

/** Undefined where it is neither a box nor null. */
function parseBbox(value: unknown): Bbox | null | undefined {
  if (value === null) return null;
  if (!Array.isArray(value) || value.length !== 4) return undefined;
  const [x, y, width, height] = value as readonly unknown[];
  if (!isFinite(x) || !isFinite(y) || !isFinite(width) || !isFinite(height)) return undefined;
  return width > 0 && height > 0 ? [x, y, width, height] : undefined;
}
