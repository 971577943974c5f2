import { describe, expect, it } from 'vitest';
import { FrameLedger } from '../../src/socket/ledger';

describe('FrameLedger', () => {
  it('numbers frames from 1 and measures the round trip', () => {
    const ledger = new FrameLedger();
    expect(ledger.sent(100)).toBe(1);
    expect(ledger.sent(150)).toBe(2);
    expect(ledger.answered(1, 180)).toBe(80);
    expect(ledger.inFlight).toBe(1);
  });

  it('settles frames the server dropped for a newer one', () => {
    const ledger = new FrameLedger();
    ledger.sent(0);
    ledger.sent(10);
    expect(ledger.answered(2, 50)).toBe(40);
    expect(ledger.inFlight).toBe(0);
  });

  it('has no round trip for a frame it never sent', () => {
    const ledger = new FrameLedger();
    expect(ledger.answered(9, 50)).toBeNull();
  });

  it('gives up on frames that are too old', () => {
    const ledger = new FrameLedger();
    ledger.sent(0);
    ledger.sent(100);
    ledger.forgetBefore(50);
    expect(ledger.inFlight).toBe(1);
  });
});
