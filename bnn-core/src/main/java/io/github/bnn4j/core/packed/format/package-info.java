// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * The file of a packed network, byte by byte as docs/packed-format.md has it, for the use of this
 * library alone. The reader trusts nothing; whatever is wrong with a file is one {@link
 * io.github.bnn4j.core.file.BnnFormatException}.
 */
package io.github.bnn4j.core.packed.format;
