#!/bin/sh
# Makes the two authorities of this example with OpenSSL 3, valid from 2024 to 2123, and throws their keys away.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
touch "$folder/index.txt"
echo 01 > "$folder/serial"
cat > "$folder/ca.cnf" <<CONFIG
[ca]
default_ca = example
[example]
database = $folder/index.txt
serial = $folder/serial
new_certs_dir = $folder
default_md = sha256
policy = names
unique_subject = no
x509_extensions = authority
[names]
organizationName = supplied
commonName = supplied
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
CONFIG

authority() {
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/O=Example/CN=$2" \
    -keyout "$folder/key.pem" -out "$folder/request.pem"
  openssl ca -config "$folder/ca.cnf" -selfsign -batch -notext -rand_serial -keyfile "$folder/key.pem" \
    -startdate 20240101000000Z -enddate 21231231235959Z -in "$folder/request.pem" -out "$1"
}

authority website-root.pem 'Example internal root'
authority device-root.pem 'Example device root'
