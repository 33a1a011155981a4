#!/bin/sh
# `make.sh FOLDER HASH…`: an authority that nobody trusts, made anew in FOLDER, stamps each HASH (SHA-256, hexadecimal) as HASH.tst,
# an RFC 3161 token with the certificates in it. Its clock is that of the machine. Needs Debian's openssl.
#
# The content of the first token is signed once more by the same key: as resigned.tst, which is as good, and as tokens that must be refused.
# unnamed.tst does not name its certificate, renamed.tst names another of the same number, other_use.tst, two_uses.tst and not_critical.tst have
# a certificate for another purpose, for two purposes, or with a purpose that is not critical, earlier.tst has a time before its certificate, and
# two_signers.tst is signed twice. other_content.tst is signed as content of another type, and other_hash.tst stamps the first HASH as one of SM3.
set -eu
mkdir -p "$1"
cd "$1"
shift
cat > authority.cnf <<'END'
[req]
distinguished_name = name
prompt = no
[name]
CN = Authority of a test
[ca]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign
[tsa]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
[other_use]
extendedKeyUsage = critical,codeSigning
[two_uses]
extendedKeyUsage = critical,timeStamping,codeSigning
[not_critical]
extendedKeyUsage = timeStamping
[stamp]
serial = ./serial
crypto_device = builtin
signer_cert = ./tsa.pem
certs = ./ca.pem
signer_key = ./tsa.key
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256, sm3
accuracy = secs:1, millisecs:500, microsecs:100
clock_precision_digits = 3
ess_cert_id_alg = sha256
END
quietly() { "$@" 2> log || { cat log >&2; exit 1; }; }
curve='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'
quietly openssl req -x509 $curve -keyout ca.key -out ca.pem -days 2 -config authority.cnf -extensions ca
quietly openssl req $curve -keyout tsa.key -out tsa.csr -subj '/CN=Clock of a test' -config authority.cnf
# certify NAME SECTION [NUMBER]: a certificate of the key.
certify() {
  quietly openssl x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -set_serial "${3:-7}" -days 2 -extfile authority.cnf -extensions "$2" -out "$1.pem"
}
# Before anything is stamped, so that they are in force.
for use in tsa other_use two_uses not_critical; do certify "$use" "$use"; done
certify renewed tsa
certify second tsa 8
echo 01 > serial
# stamp NAME HASH ALGORITHM
stamp() {
  quietly openssl ts -query -digest "$2" "-$3" -cert -config authority.cnf -out query
  quietly openssl ts -reply -queryfile query -config authority.cnf -section stamp -token_out -out "$1.tst"
}
for hash; do stamp "$hash" "$hash" sha256; done
stamp other_hash "$1" sm3

# sign NAME CERTIFICATE CONTENT OPTION…
type=1.2.840.113549.1.9.16.1.4
sign() {
  name=$1 certificate=$2 content=$3
  shift 3
  quietly openssl cms -sign -binary -nodetach -outform DER -econtent_type "$type" \
    -in "$content" -signer "$certificate.pem" -inkey tsa.key "$@" -out "$name.tst"
}
quietly openssl cms -verify -noverify -binary -inform DER -in "$1.tst" -out content
LC_ALL=C sed 's/20[0-9][0-9]\([0-9]\{10\}[.Z]\)/2019\1/' content > content-2019
sign resigned tsa content -cades
sign unnamed tsa content
sign renamed tsa content -cades -nocerts -certfile renewed.pem
for use in other_use two_uses not_critical; do sign "$use" "$use" content -cades; done
sign earlier tsa content-2019 -cades
sign two_signers tsa content -cades -signer second.pem -inkey tsa.key
type=1.2.840.113549.1.9.16.1.5
sign other_content tsa content -cades
