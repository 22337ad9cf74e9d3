package dev.caravan.cli;

import java.util.concurrent.Callable;

/** A command that comes with the laptop AWS, found by {@link java.util.ServiceLoader}. */
public interface LaptopCommand extends Callable<Integer> {}
