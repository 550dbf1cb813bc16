// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark

import java.nio.file.Path

import org.apache.spark.ml.{Pipeline, PipelineModel}
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator
import org.apache.spark.ml.feature.IndexToString
import org.apache.spark.ml.tuning.ParamGridBuilder
import org.apache.spark.sql.DataFrame
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** What a program in Scala writes to classify and to train. */
class FromScalaTest {
  @TempDir var folder: Path = _

  private val spark = LocalSpark.session()
  import spark.implicits._

  /** Dark pictures of the night and bright ones of the day. */
  private def pictures(count: Int): DataFrame =
    (0 until count)
      .map(i => (Pictures.png(Pictures.pixels(i, i % 2 * 128, 128)), if (i % 2 == 0) "night" else "day"))
      .toDF("content", "label")

  @Test
  def aPipelineClassifies(): Unit = {
    val classifier = BnnClassificationModel
      .pretrained("nin-xnor")
      .setRawPredictionCol("")
      .setTopKCol("best")
      .setTopK(3)
    val named = new IndexToString().setInputCol("prediction").setOutputCol("name")
    val classified = new Pipeline().setStages(Array(classifier, named)).fit(pictures(4)).transform(pictures(4))

    val labels = classified.select($"name", $"predictedLabel", $"best"(0)("label")).as[(String, String, String)]
    for ((name, label, best) <- labels.collect()) {
      assertThat(name).isEqualTo(label)
      assertThat(best).isEqualTo(label)
    }
    assertThat(classified.where($"reason".isNull).count()).isEqualTo(4)
  }

  @Test
  def aPipelineTrainsAndIsSaved(): Unit = {
    val classifier = new BnnClassifier()
      .setRecipe(classOf[TinyRecipe].getName)
      .setEpochs(4)
      .setWorkers(2)
      .setAveragesPerEpoch(2)
    val trained = new Pipeline().setStages(Array(classifier)).fit(pictures(96))
    val path = folder.resolve("pipeline").toString
    trained.write.save(path)

    val loaded = PipelineModel.load(path)
    loaded.stages(0) match {
      case model: BnnClassificationModel => assertThat(model.network.labels).containsExactly("day", "night")
    }
    val right = loaded.transform(pictures(96)).where($"predictedLabel" === $"label").count()
    assertThat(right).isGreaterThanOrEqualTo(90L)
  }

  @Test
  def parametersAreThoseOfSpark(): Unit = {
    val classifier = new BnnClassifier().setSeed(7)
    val grid = new ParamGridBuilder()
      .addGrid(classifier.seed, Array(1L, 2L))
      .addGrid(classifier.recipe, Seq("nin-xnor", "nin-gc-xnor"))
      .build()
    assertThat(grid.length).isEqualTo(4)
    assertThat(classifier.getSeed).isEqualTo(7L)
    assertThat(classifier.copy(grid(3)).getRecipe).isEqualTo("nin-gc-xnor")
    val evaluator = new MulticlassClassificationEvaluator().setPredictionCol(classifier.getPredictionCol)
    assertThat(evaluator.getPredictionCol).isEqualTo("prediction")
  }
}
