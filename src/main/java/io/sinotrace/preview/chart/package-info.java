/**
 * Charts: an array as an image with a title, axes and a colour bar.
 *
 * <p>A {@link io.sinotrace.preview.chart.Chart} is laid out by {@link
 * io.sinotrace.preview.chart.ChartLayout} and drawn by {@link
 * io.sinotrace.preview.chart.ChartPainter}, with text of {@link
 * io.sinotrace.preview.chart.StrokeFont}.
 */
@NullMarked
package io.sinotrace.preview.chart;

import org.jspecify.annotations.NullMarked;
