/** The checks of {@code caravan doctor}: one class per check. None changes anything in AWS. */
package dev.caravan.cli.doctor;
