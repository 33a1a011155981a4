#!/bin/sh
# `make.sh FOLDER HASH…`: an authority that nobody trusts, made anew in FOLDER, stamps each HASH (SHA-256, hexadecimal) as HASH.tst,
# an RFC 3161 token with the certificates in it. Its clock is that of the machine. Needs Debian's openssl.
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
[stamp]
serial = ./serial
crypto_device = builtin
signer_cert = ./tsa.pem
certs = ./ca.pem
signer_key = ./tsa.key
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
accuracy = secs:1, millisecs:500, microsecs:100
clock_precision_digits = 3
ess_cert_id_alg = sha256
END
quietly() { "$@" 2> log || { cat log >&2; exit 1; }; }
curve='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'
quietly openssl req -x509 $curve -keyout ca.key -out ca.pem -days 2 -config authority.cnf -extensions ca
quietly openssl req $curve -keyout tsa.key -out tsa.csr -subj '/CN=Clock of a test' -config authority.cnf
quietly openssl x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile authority.cnf -extensions tsa -out tsa.pem
echo 01 > serial
for hash; do
  quietly openssl ts -query -digest "$hash" -sha256 -cert -config authority.cnf -out "$hash.tsq"
  quietly openssl ts -reply -queryfile "$hash.tsq" -config authority.cnf -section stamp -token_out -out "$hash.tst"
done
