/** Of so many slots half are used at most. */
const leastSlots = 1_024;

/**
 * Texts that were seen, 16 bytes each or fewer however long they are: by 53 bits of a hash. That two of 100 000 texts are taken for one
 * has a chance of one in a million, so this is for what is told, not for what is counted.
 */
export class SeenTexts {
  #slots = new Float64Array(leastSlots);
  #count = 0;

  /** How many different ones. */
  get size(): number {
    return this.#count;
  }

  /** @returns whether it is new. */
  add(text: string): boolean {
    if (this.#count * 2 >= this.#slots.length) this.#grow();
    return this.#put(hashOf(text) + 1);
  }

  #put(hash: number): boolean {
    const slots = this.#slots;
    for (let at = hash % slots.length; ; at = at + 1 === slots.length ? 0 : at + 1) {
      if (slots[at] === hash) return false;
      if (slots[at] !== 0) continue;
      slots[at] = hash;
      this.#count += 1;
      return true;
    }
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Float64Array(before.length * 2);
    this.#count = 0;
    for (const hash of before) if (hash !== 0) this.#put(hash);
  }
}

/** cyrb53 by bryc (public domain): two multiplicative hashes of 32 bits, mixed into 53. */
function hashOf(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 2_654_435_761);
    b = Math.imul(b ^ code, 1_597_334_677);
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  return 4_294_967_296 * (b & 2_097_151) + (a >>> 0);
}
