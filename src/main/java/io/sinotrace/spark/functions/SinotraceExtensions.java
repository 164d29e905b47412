package io.sinotrace.spark.functions;

import org.apache.spark.sql.SparkSessionExtensions;
import scala.Tuple3;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * Gives every session of an application the functions of {@link SinotraceFunctions}: {@code
 * spark.sql.extensions=io.sinotrace.spark.functions.SinotraceExtensions}.
 */
public final class SinotraceExtensions
    extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    for (SqlFunction function : SinotraceFunctions.ALL) {
      extensions.injectFunction(new Tuple3<>(function.id(), function.info(), function::call));
    }
    return BoxedUnit.UNIT;
  }
}
