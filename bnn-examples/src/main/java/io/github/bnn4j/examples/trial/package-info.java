// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
/** What studies of short trainings share: the images, and a training from its start to its end. */
package io.github.bnn4j.examples.trial;
