import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asked, running, snapshot } from './scenes';
import { OnScreen } from './on-screen';

describe('what can be found without seeing it, or without a pointer', () => {
  let screen: OnScreen;
  beforeEach(() => {
    screen = new OnScreen();
  });
  afterEach(() => {
    screen.clear();
    Reflect.deleteProperty(Element.prototype, 'checkVisibility');
  });

  it('has the keyboard handed on when the button that had it is gone, and taken from nobody else', () => {
    screen.find('.start .primary').focus();
    screen.be(snapshot({ phase: 'permission' }));
    expect(screen.root.activeElement).toBe(screen.find('.permission .title'));
    const outside = document.body.appendChild(document.createElement('input'));
    outside.focus();
    screen.be(snapshot({ phase: 'cancelled' }));
    expect(document.activeElement).toBe(outside);
  });

  it('has the keyboard handed on when a button goes while its panel stays', () => {
    screen.be(snapshot({ phase: 'waiting', problem: 'server_full', retryAt: 5000, canRetry: true }));
    screen.find('.now').focus();
    screen.be(snapshot({ phase: 'connecting' }));
    expect(screen.root.activeElement).toBe(screen.find('.prompt-title'));
    screen.be(running({ state: 'act_due', prompt: asked('smile') }));
    screen.find('.cannot').focus();
    screen.be(running({ state: 'resting' }));
    expect(screen.root.activeElement).toBe(screen.find('.prompt-title'));
  });

  it('has the keyboard left on a button that stays, also while the check is being completed', () => {
    screen.be(running({ state: 'act_due', prompt: asked('smile') }));
    screen.find('.cancel').focus();
    screen.be(running({ state: 'resting' }));
    screen.be(snapshot({ phase: 'concluding' }));
    expect(screen.root.activeElement).toBe(screen.find('.cancel'));
  });

  it('has the keyboard given to the panel where the page has put its own words into it', () => {
    const title = screen.find('.problem .title');
    // Only a layout, which jsdom has none of, knows that a slot shows something else than what stands in it.
    Element.prototype.checkVisibility = function checkVisibility(this: Element) {
      return this !== title && this.closest('[hidden]') === null;
    };
    screen.find('.start .primary').focus();
    screen.be(snapshot({ phase: 'failed', problem: 'token_invalid' }));
    expect(screen.root.activeElement).toBe(screen.find('.problem'));
  });

  it('has the keyboard handed on from what the page has put into a slot, once that is gone', () => {
    const button = screen.fill('problem', 'button', 'Call us');
    screen.be(snapshot({ phase: 'failed', problem: 'token_invalid' }));
    button.focus();
    screen.be(snapshot({ phase: 'failed', problem: 'token_used' }));
    expect(document.activeElement).toBe(button);
    screen.be(snapshot({ phase: 'permission' }));
    expect(screen.root.activeElement).toBe(screen.find('.permission .title'));
  });

  describe('in a long page', () => {
    let sought: Element[];
    beforeEach(() => {
      sought = [];
      // jsdom has no layout, and nothing to scroll.
      Element.prototype.scrollIntoView = function scrollIntoView(this: Element) {
        sought.push(this);
      };
    });
    afterEach(() => Reflect.deleteProperty(Element.prototype, 'scrollIntoView'));

    it('is brought into sight when it came in the place of something else, and left there', () => {
      screen.be(snapshot({ phase: 'permission' }));
      expect(sought).toEqual([screen.find('.card'), screen.find('.permission')]);
      screen.be(snapshot({ phase: 'connecting' }));
      expect(sought.slice(2)).toEqual([screen.find('.card'), screen.find('.prompt')]);
      screen.be(running({}));
      expect(sought).toHaveLength(4);
    });

    it('moves no page that nobody has begun anything in', () => {
      screen.view.draw();
      screen.be(snapshot({ phase: 'cancelled' }));
      sought = [];
      screen.be(snapshot({ phase: 'idle' }));
      expect(sought).toEqual([]);
    });
  });

  it('is the words of the page where it has put them in the place of ours', () => {
    screen.fill('problem', 'p', '  Please call\n us ');
    screen.be(snapshot({ phase: 'failed', problem: 'token_invalid' }));
    expect(screen.said()[1]).toBe('Please call us');
  });

  it('is a problem once more where it is there again after another try', () => {
    const denied = snapshot({ phase: 'failed', problem: 'camera_denied', canRetry: true });
    screen.be(denied);
    const first = screen.said()[1];
    screen.find('.problem .primary').click();
    screen.be(snapshot({ phase: 'permission' }));
    screen.be(denied);
    expect(screen.said()[1]).toBe(`${String(first)}\u00a0`);
  });
});
