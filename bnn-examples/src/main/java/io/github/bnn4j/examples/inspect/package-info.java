// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * Tells what a file holds: a packed network, a checkpoint of this library, a safetensors file, or
 * what {@code torch.save} wrote. {@link io.github.bnn4j.examples.inspect.Inspection} finds out
 * which and gives the content as maps and lists, which are written as JSON or, by {@link
 * io.github.bnn4j.examples.inspect.InspectionText}, for people.
 */
package io.github.bnn4j.examples.inspect;
