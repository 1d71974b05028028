// What an EPC in hexadecimal digits looks like. Free of libraries, so that the page can take it.

/** EPC words are 16 bits; 31 words is the longest EPC (Gen2 PC bits 15–11), so 4 to 124 upper-case hex digits. */
export const EPC_HEX = /^(?:[0-9A-F]{4}){1,31}$/;
