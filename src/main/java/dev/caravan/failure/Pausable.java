package dev.caravan.failure;

/** The source of prompts that a {@link Pause} stops. */
public interface Pausable {

  /** Hands out no more prompts until {@link #resume}. */
  void pause();

  void resume();
}
