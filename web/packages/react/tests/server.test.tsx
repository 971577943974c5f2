// @vitest-environment node
import { renderToString } from 'react-dom/server';
import { expect, it } from 'vitest';
import { FacevowCheck, useFacevowCheck, usePreflight } from '../src';

it('can be imported and drawn where there is no browser, with the real element', () => {
  function Page() {
    const check = useFacevowCheck();
    const { report, running } = usePreflight();
    return (
      <main>
        <FacevowCheck
          ref={check.ref}
          sessionToken="fvs_a.fvt_b"
          className="wide"
          newSession={() => Promise.resolve('')}
        >
          <p slot="start">Before we begin</p>
        </FacevowCheck>
        <p>{JSON.stringify([check.phase, report, running])}</p>
      </main>
    );
  }
  expect(typeof window).toBe('undefined');
  expect(renderToString(<Page />)).toBe(
    '<main><facevow-check class="wide"><p slot="start">Before we begin</p></facevow-check><p>[&quot;idle&quot;,null,false]</p></main>',
  );
});
