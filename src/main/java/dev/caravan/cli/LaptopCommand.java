package dev.caravan.cli;

import java.util.concurrent.Callable;

/** A command of the laptop AWS, which {@link java.util.ServiceLoader} finds. */
public interface LaptopCommand extends Callable<Integer> {}
