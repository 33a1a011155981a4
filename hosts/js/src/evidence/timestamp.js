// The entry `kenpo/timestamp`: what an RFC 3161 token over the draw hash shows without a list of trusted authorities.

import { Sequence, fromBER } from 'asn1js';
import { ContentInfo, SignedData, TSTInfo, getCrypto } from 'pkijs';
import { bytesOf, first, held, hexOf, sha256, withSteps } from './common.js';

const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const SHA_256 = '2.16.840.1.101.3.4.2.1';
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const EXTENDED_KEY_USAGE = '2.5.29.37';
/** The attributes that name the signer's certificate by its hash, of RFC 2634 and of RFC 5035, with the hash where none is named. */
const SIGNING_CERTIFICATE = { '1.2.840.113549.1.9.16.2.12': 'SHA-1', '1.2.840.113549.1.9.16.2.47': 'SHA-256' };

export async function checkTimestamp({ token, manifest_bytes: manifest, draw_hash: hash, draw_time: draw }) {
  const steps = (...outcomes) => {
    const names = ['timestamp_token', 'timestamp_imprint', 'timestamp_time', 'timestamp_authority'];
    return names.map((step, at) => ({ step, outcome: outcomes[at] ?? 'not_evaluated' }));
  };
  const given = (all, rest) => ({ reason: first(all), steps: all, ...rest });
  if (token === undefined) return given(steps());
  const read = readToken(bytesOf(token));
  if (!read) return given(steps('fail'));
  const { signed, info } = read;
  const data = bytesOf(manifest);
  const imprinted = imprints(info, manifest === undefined ? hash : data && hexOf(await sha256(data)));
  const certificate = await signer(signed, info);
  const time = info.genTime;
  const late = time.getTime() + accuracy(info) > Date.parse(draw);
  const checked = steps(held(certificate), held(imprinted), held(!late && !Number.isNaN(Date.parse(draw))));
  return given(checked, { time: time.toISOString(), ...(certificate && { certificate: hexOf(certificate) }) });
}

/** Of a proof by the manifest's bytes, and of a member's receipt by the draw hash that the member received. */
export async function withTimestamp(verdict, { manifest, manifest_bytes, draw_hash, time_evidence, drawn }) {
  const token = drawn ? drawn.time_evidence : time_evidence;
  const { steps, reason } = await checkTimestamp({ token, manifest_bytes, draw_hash, draw_time: manifest.draw_time });
  const own = verdict.steps.map((step) => (step.step === 'proof_time_evidence' && reason !== 'accepted' ? { ...step, outcome: 'fail' } : step));
  return withSteps({ ...verdict, steps: own }, 'proof_time_evidence', steps);
}

/** What a token holds, where it is one and nothing follows it. */
function readToken(bytes) {
  try {
    const { offset, result } = fromBER(bytes);
    if (offset !== bytes.length) return undefined;
    const signed = new SignedData({ schema: new ContentInfo({ schema: result }).content });
    const { eContentType: type, eContent: content } = signed.encapContentInfo;
    if (type !== TST_INFO || signed.signerInfos.length !== 1) return undefined;
    const info = TSTInfo.fromBER(content.getValue());
    return Number.isNaN(info.genTime.getTime()) ? undefined : { signed, info };
  } catch {
    return undefined;
  }
}

/** Whether it was made over the draw hash, which is the SHA-256 of the manifest's bytes. */
function imprints({ messageImprint: { hashAlgorithm, hashedMessage } }, hash) {
  return hashAlgorithm.algorithmId === SHA_256 && hexOf(hashedMessage.valueBlock.valueHexView) === hash;
}

/**
 * The certificate that the token carries and is signed under, where it is one for time stamps, in force at the time, and
 * the one that the signature names. Whose it is stays open.
 */
async function signer(signed, info) {
  try {
    const attributes = signed.signerInfos[0].signedAttrs.attributes;
    const content = attributes.find(({ type }) => type === CONTENT_TYPE).values[0].valueBlock.toString();
    // As of any other content, pkijs verifies the signature alone: the imprint has a step of its own.
    signed.encapContentInfo.eContentType = ContentInfo.DATA;
    const { signatureVerified, signerCertificate } = await signed.verify({ signer: 0, extendedMode: true });
    const encoded = new Uint8Array(signerCertificate.toSchema().toBER());
    const { notBefore, notAfter } = signerCertificate;
    const inForce = notBefore.value <= info.genTime && info.genTime <= notAfter.value;
    const stands = signatureVerified && content === TST_INFO && inForce && forTimeStamps(signerCertificate);
    return stands && (await names(attributes, encoded)) ? encoded : undefined;
  } catch {
    return undefined;
  }
}

/** RFC 3161 §2.3: the extended key usage is critical, and it is this one alone. */
function forTimeStamps({ extensions = [] }) {
  const usage = extensions.find(({ extnID }) => extnID === EXTENDED_KEY_USAGE);
  const purposes = usage?.parsedValue?.keyPurposes ?? [];
  return usage?.critical === true && purposes.length === 1 && purposes[0] === TIME_STAMPING;
}

/** Whether the signature covers the hash of this certificate, as RFC 3161 §2.4.2 asks. */
async function names(attributes, certificate) {
  const attribute = attributes.find(({ type }) => Object.hasOwn(SIGNING_CERTIFICATE, type));
  const inside = (element) => element.valueBlock.value;
  const [[id]] = inside(attribute.values[0]).map(inside);
  // An algorithm may stand before the hash.
  const [algorithm, hash] = inside(id)[0] instanceof Sequence ? inside(id) : [undefined, inside(id)[0]];
  const oid = algorithm && inside(algorithm)[0].valueBlock.toString();
  const name = oid ? getCrypto(true).getAlgorithmByOID(oid, true).name : SIGNING_CERTIFICATE[attribute.type];
  return hexOf(new Uint8Array(await crypto.subtle.digest(name, certificate))) === hexOf(hash.valueBlock.valueHexView);
}

/** How far the time may be off, in milliseconds. */
function accuracy({ accuracy: { seconds = 0, millis = 0, micros = 0 } = {} }) {
  return seconds * 1000 + millis + micros / 1000;
}
