// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
/** Short trainings of one small network that differ in one thing each. */
package io.github.bnn4j.examples.ablation;
