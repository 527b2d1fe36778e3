/**
 * The commands {@code weir serve} and {@code weir overhead}.
 *
 * <p>{@link dev.weir.cli.Main} is the way in. {@code serve} walks through {@code ServeCommand} (arguments), {@code
 * FileServer} (sockets and pool), {@code RequestHandler} (one request), {@code FileResponder} (one file) and {@code
 * Shutdown} (the end); {@code overhead} through {@code OverheadCommand}, {@code Calibration}, {@code OverheadRun}, the
 * {@code Contender}s and {@code OverheadTable}.
 */
@NullMarked
package dev.weir.cli;

import org.jspecify.annotations.NullMarked;
