// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images.folder;

import java.nio.file.Path;

/**
 * A picture in a file and what it shows.
 *
 * @param file the picture
 * @param label the name of its class
 */
public record LabelledPicture(Path file, String label) {}
