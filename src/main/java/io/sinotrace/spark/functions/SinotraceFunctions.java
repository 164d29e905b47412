package io.sinotrace.spark.functions;

import io.sinotrace.sinogram.Columns;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.types.DataType;

/**
 * The SQL functions, and how a running session gets them.
 *
 * <p>Reading a table does not register them: it changes nothing in the session. Where a session
 * cannot be reached from a JVM language (SQL prompts, Spark Connect), use {@link
 * SinotraceExtensions}.
 */
public final class SinotraceFunctions {
  /** The release that introduced them. */
  private static final String SINCE = "0.1.0";

  static final List<SqlFunction> ALL =
      List.of(
          pixelwise(
              "sinotrace_transmission",
              PixelOperation.TRANSMISSION,
              """
              _FUNC_(line_integral) - Returns the transmission exp(-line_integral), by Beer-Lambert; \
              of arrays, element by element.""",
              """
              * line_integral - a number, or an array of numbers of any depth; floats give floats""",
              """
              > SELECT _FUNC_(array(0.0D, 1.0D));
               [1.0,0.36787944117144233]"""),
          pixelwise(
              "sinotrace_log",
              PixelOperation.LOG,
              """
              _FUNC_(transmission) - Returns the line integral -ln(transmission); of arrays, element \
              by element. That of 0 is Infinity, that of less NaN.""",
              """
              * transmission - a number, or an array of numbers of any depth; floats give floats""",
              """
              > SELECT _FUNC_(array(1.0D, 0.0D));
               [0.0,Infinity]"""),
          pixelwise(
              "sinotrace_window",
              PixelOperation.WINDOW,
              """
              _FUNC_(pixels, center, width) - Returns 0 for values up to center - width/2, 1 from \
              center + width/2 on, and linear between; of arrays, element by element.""",
              """
              * pixels - a number, or an array of numbers of any depth; floats give floats
              * center - the value that becomes 0.5
              * width - how much value it is from 0 to 1, above 0""",
              """
              > SELECT _FUNC_(array(0.0D, 2.0D, 2.5D, 9.0D), 2, 2);
               [0.0,0.5,0.75,1.0]"""),
          stack(
              "sinotrace_projection",
              Columns.ROW,
              Columns.SCAN + ", " + Columns.VIEW,
              """
              _FUNC_(row, line_integral) - Returns the projection of a view, [row][column], out of \
              its detector rows in whatever order. Rows that are NULL do not count; a row that \
              occurs twice is an error.""",
              """
              > SELECT _FUNC_(row, pixels) FROM VALUES (1, array(3f, 4f)), (0, array(1f, 2f)) \
              AS t(row, pixels);
               [[1.0,2.0],[3.0,4.0]]"""),
          stack(
              "sinotrace_sinogram",
              Columns.VIEW,
              Columns.SCAN + ", " + Columns.ROW,
              """
              _FUNC_(view, line_integral) - Returns the sinogram of a detector row, [view][column], \
              out of its views in whatever order. Views that are NULL do not count; a view that \
              occurs twice is an error.""",
              """
              > SELECT _FUNC_(view, pixels) FROM VALUES (8, array(3f, 4f)), (7, array(1f, 2f)) \
              AS t(view, pixels);
               [[1.0,2.0],[3.0,4.0]]"""),
          function(
              "sinotrace_measure",
              MeasureFunction.class,
              List.of(MeasureFunction.CLEAN, MeasureFunction.NOISY),
              """
              _FUNC_(areal_density, protocol, field[, scan, view, row]) - Returns what a protocol \
              gives of the areal densities of a detector row, as its column would: the field of \
              that name. Fields with noise want scan, view and row, on which it depends, and the \
              protocol's name. The reference energy is 60 keV if none is given.""",
              """
              * areal_density - a struct of arrays of floats, a material each, in g/cm^2
              * protocol - beam, dose and detector as in a description, for noise with name and seed
              * field - such as transmission, water_corrected, counts or noisy_line_integral
              * scan - a text
              * view - a whole number
              * row - a whole number""",
              """
              > SELECT _FUNC_(named_struct('water', array(0f)), '{beam: {energy: 60}}', \
              'transmission');
               [1.0]""",
              types ->
                  new MeasureFunction(
                      "sinotrace_measure",
                      MeasureFunction.densities(types.get(0)),
                      types.size() > MeasureFunction.CLEAN)),
          function(
              "sinotrace_png",
              PngFunction.class,
              List.of(1, 3),
              """
              _FUNC_(image[, low, high]) - Returns a PNG file that shows the image in shades of \
              grey, a pixel for each element, row 0 at the bottom; what is not finite is magenta. \
              A sinogram with view 0 at the top, as previews draw it, is _FUNC_(reverse(image)).""",
              """
              * image - an array [row][column] of numbers, all rows of one length
              * low - the value that is black; that and high by default the least and greatest
              * high - the value that is white; below low it turns black and white about""",
              """
              > SELECT substr(hex(_FUNC_(array(array(0f, 1f)))), 1, 16);
               89504E470D0A1A0A""",
              types ->
                  new PngFunction(
                      "sinotrace_png", Pixels.array(types.get(0), 2), types.size() > 1)));

  private SinotraceFunctions() {}

  /**
   * Gives the functions to a session; a second time changes nothing. From PySpark (not through
   * Spark Connect): {@code
   * spark._jvm.io.sinotrace.spark.functions.SinotraceFunctions.register(spark._jsparkSession)}.
   */
  public static void register(SparkSession spark) {
    // How names are qualified in a registry differs among releases of Spark; this way needs no
    // names.
    SparkSessionExtensions extensions = new SparkSessionExtensions();
    new SinotraceExtensions().apply(extensions);
    extensions.registerFunctions(spark.sessionState().functionRegistry());
  }

  private static SqlFunction pixelwise(
      String name, PixelOperation operation, String usage, String arguments, String examples) {
    return function(
        name,
        PixelFunction.class,
        List.of(1 + operation.parameters()),
        usage,
        arguments,
        examples,
        types -> new PixelFunction(name, operation, Pixels.numbers(types.get(0))));
  }

  private static SqlFunction stack(
      String name, String key, String rest, String usage, String examples) {
    return function(
        name,
        StackFunction.class,
        List.of(2),
        usage,
        """
        * %s - a whole number
        * %s - an array of numbers"""
            .formatted(key, Columns.LINE_INTEGRAL),
        examples,
        types ->
            new StackFunction(
                name, key, rest, Pixels.number(types.get(0)), Pixels.array(types.get(1), 1)));
  }

  private static SqlFunction function(
      String name,
      Class<?> implementation,
      List<Integer> counts,
      String usage,
      String arguments,
      String examples,
      Function<List<DataType>, BoundFunction> bind) {
    ExpressionInfo info =
        new ExpressionInfo(
            implementation.getName(),
            null,
            name,
            usage,
            "\n    Arguments:\n" + arguments.indent(6) + "  ",
            "\n    Examples:\n" + examples.indent(6) + "  ",
            "",
            "",
            SINCE,
            "",
            "java_udf");
    return new SqlFunction(info, counts, bind);
  }
}
