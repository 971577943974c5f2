// Verify a Facevow verdict in a few lines: node verify.mjs TOKEN jwks.json SESSION. Needs no package.
import { createPublicKey, verify as verifySignature } from "node:crypto";
import { readFileSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Return the claims of a token that holds, is about this session, and passes the person; throw otherwise. */
export function verify(token, jwks, session) {
  const [head, body, signature, ...more] = token.split(".");
  const header = JSON.parse(Buffer.from(head, "base64url"));
  if (more.length || Object.keys(header).sort().join() !== "alg,kid,typ") throw Error("another kind of token");
  if (header.alg !== "EdDSA" || header.typ !== "facevow-verdict+jwt") throw Error("another kind of token");
  const keys = jwks.keys.filter((key) => key.kid === header.kid && key.crv === "Ed25519");
  if (keys.length !== 1) throw Error("signed by nobody we know");
  const key = createPublicKey({ key: keys[0], format: "jwk" });
  const signed = verifySignature(null, Buffer.from(`${head}.${body}`), key, Buffer.from(signature, "base64url"));
  if (!signed) throw Error("forged or changed");
  const claims = JSON.parse(Buffer.from(body, "base64url"));
  const now = Date.now() / 1000;
  if (!(claims.iat - 60 <= now && now < claims.exp + 60)) throw Error("not yet, or no longer");
  if (claims.session !== session || claims.verdict !== "BONA_FIDE") throw Error("another session, or no pass");
  return claims;
}

if (realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [token, file, session] = process.argv.slice(2);
  console.log(JSON.stringify(verify(token, JSON.parse(readFileSync(file, "utf8")), session)));
}
