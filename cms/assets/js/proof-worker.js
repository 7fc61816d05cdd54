/** Look for the number whose hash with the salt is the one asked (applications/accounts/proof_of_work.py). */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

self.addEventListener("message", ({ data: { salt, challenge, maximum } }) => {
  for (let number = 0; number <= maximum; number += 1) {
    if (bytesToHex(sha256(utf8ToBytes(salt + number))) === challenge) {
      self.postMessage(number);
      return;
    }
  }
});
