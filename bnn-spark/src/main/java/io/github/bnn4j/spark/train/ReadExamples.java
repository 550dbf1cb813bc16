// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark.train;

import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.spark.input.PictureInput;
import io.github.bnn4j.spark.input.UnusablePicture;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;

/**
 * Makes examples of rows of a picture and a label. Pictures that cannot be used are left out.
 *
 * @param input what makes images of pictures
 * @param labels the classes
 * @param choice what is trained
 * @param refused counts the pictures left out
 */
public record ReadExamples(
    PictureInput input, Labels labels, RecipeChoice choice, LongAccumulator refused)
    implements FlatMapFunction<Iterator<Row>, Example> {

  @Override
  public Iterator<Example> call(Iterator<Row> rows) {
    ImageSpec spec = choice.input();
    Iterable<Row> all = () -> rows;
    Stream<Row> stream = StreamSupport.stream(all.spliterator(), false);
    return stream.flatMap(row -> example(row, spec).stream()).iterator();
  }

  private Optional<Example> example(Row row, ImageSpec spec) {
    try {
      return Optional.of(new Example(input.read(row.get(0), spec), labels.indexOf(row.get(1))));
    } catch (UnusablePicture e) {
      refused.add(1L);
      return Optional.empty();
    }
  }
}
