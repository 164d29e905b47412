package io.sinotrace.spark.functions;

import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.expressions.ApplyFunctionExpression;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.expressions.aggregate.V2Aggregator;
import org.apache.spark.sql.connector.catalog.functions.AggregateFunction;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.errors.QueryCompilationErrors;
import org.apache.spark.sql.types.DataType;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A function of SQL.
 *
 * @param info what {@code DESCRIBE FUNCTION} says
 * @param counts how many arguments it takes
 * @param bind makes the function for arguments of these types; Spark reports types that it does not
 *     accept
 */
record SqlFunction(
    ExpressionInfo info, List<Integer> counts, Function<List<DataType>, BoundFunction> bind) {
  FunctionIdentifier id() {
    return new FunctionIdentifier(info.getName());
  }

  /** Returns the expression of a call. */
  Expression call(Seq<Expression> arguments) {
    if (!counts.contains(arguments.size())) {
      throw raised(
          QueryCompilationErrors.wrongNumArgsError(
              info.getName(),
              CollectionConverters.<Object>asScala(List.copyOf(counts)).toSeq(),
              arguments.size(),
              "",
              "",
              ""));
    }
    BoundFunction bound =
        bind.apply(
            CollectionConverters.asJava(arguments).stream().map(Expression::dataType).toList());
    Expression call =
        bound instanceof AggregateFunction<?, ?> aggregate
            ? new V2Aggregator<>(aggregate, arguments, 0, 0)
            : new ApplyFunctionExpression((ScalarFunction<?>) bound, arguments);
    // Its name in column names and errors.
    call.setTagValue(FunctionRegistry.FUNC_ALIAS(), info.getName());
    return call;
  }

  /** Throws a checked exception of Scala as if it were unchecked. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> RuntimeException raised(Throwable e) throws E {
    throw (E) e;
  }
}
