#!/usr/bin/env bash
# bcpkix-jdk18on 1.87 (org.bouncycastle, Maven Central; OpenJDK 17): TimeStampToken.validate refuses an RFC 3161 time stamp over a SHA-512/256 hash,
# which 1.82 and OpenSSL take, and goes on taking one over SHA-1.
#
# A draw's manifest was time-stamped when its list was frozen. Years later somebody verifies the token with a newer version of the same library.
#
# The good guess: what verified once verifies for as long as its algorithms are sound, and SHA-512/256 (FIPS 180-4) is sounder than SHA-1.
# What happens: 1.87 looks the imprint's algorithm up in a list of its own, which has SHA-1 and RIPEMD-160 and lacks SHA-512/224 and SHA-512/256:
# TSPValidationException, "message imprint algorithm not allowed".
# Seen: sha256 and sha1 taken by both versions, sha512-256 taken by 1.82 and refused by 1.87; `openssl ts -verify` takes all three.
# What to do: have SHA-256 stamped, or SHA-384 or SHA-512.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
{ command -v mvn && command -v java && command -v openssl; } >/dev/null \
  || { apt-get update -qq && apt-get install -y -qq maven openjdk-17-jdk-headless openssl >/dev/null; }
for version in 1.82 1.87; do
  for artifact in bcpkix bcutil bcprov; do
    mvn --batch-mode --quiet org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy \
      -Dartifact=org.bouncycastle:$artifact-jdk18on:$version -DoutputDirectory=$version
  done
done
cat > authority.cnf <<'END'
[req]
distinguished_name = name
prompt = no
[name]
CN = Authority
[ca]
basicConstraints = critical,CA:true
[tsa]
extendedKeyUsage = critical,timeStamping
[stamp]
serial = ./serial
crypto_device = builtin
signer_cert = ./tsa.pem
certs = ./ca.pem
signer_key = ./tsa.key
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256, sha1, sha512-256
END
{
  openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -config authority.cnf -extensions ca
  openssl req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj /CN=Clock -config authority.cnf
  openssl x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile authority.cnf -extensions tsa -out tsa.pem
  echo 01 > serial
  echo manifest > manifest
  for hash in sha256 sha1 sha512-256; do
    openssl ts -query -data manifest "-$hash" -cert -config authority.cnf -out query
    openssl ts -reply -queryfile query -config authority.cnf -section stamp -token_out -out "$hash"
    openssl ts -verify -data manifest -in "$hash" -token_in -CAfile ca.pem
  done
} > log 2>&1 || { cat log; exit 1; }
cat > Validate.java <<'JAVA'
import java.nio.file.*;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.tsp.*;

class Validate {
    public static void main(String[] names) throws Exception {
        for (String name : names) {
            var token = new TimeStampToken(new CMSSignedData(Files.readAllBytes(Path.of(name))));
            var signer = (X509CertificateHolder) token.getCertificates().getMatches(token.getSID()).iterator().next();
            try {
                token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
                System.out.println(name + " taken");
            } catch (TSPValidationException e) {
                System.out.println(name + " refused: " + e.getMessage());
            }
        }
    }
}
JAVA
for version in 1.82 1.87; do
  java -cp "$version/*" Validate.java sha256 sha1 sha512-256 2>/dev/null | sed "s/^/$version /"
done | tee seen
diff seen - <<'SEEN'
1.82 sha256 taken
1.82 sha1 taken
1.82 sha512-256 taken
1.87 sha256 taken
1.87 sha1 taken
1.87 sha512-256 refused: message imprint algorithm not allowed.
SEEN
