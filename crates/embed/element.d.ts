import type { LabEvents, LabOptions, LabState } from "./attention_lab.js";

/** What an event of the lab is on the element. One that tells nothing has `null` as its detail. */
export type LabEventMap = {
  [Name in keyof LabEvents]: CustomEvent<undefined extends LabEvents[Name] ? null : LabEvents[Name]>;
};

/**
 * `<attention-lab>`: the page as an element, in a shadow root. Its attributes are the keys of
 * `LabOptions`; several edits are a list in JSON. Each event of the lab is a `CustomEvent` of
 * the same name, which doesn't bubble.
 *
 * @example
 * <attention-lab lab="attention" text="dog bites man" step="weights"></attention-lab>
 */
export class AttentionLab extends HTMLElement {
  /**
   * Changes what is given and leaves everything else as the learner has it. Before the lab is
   * there, it opens with that.
   */
  update(options: LabOptions): void;
  /** The whole state; `undefined` until the lab is there. */
  readonly state: LabState | undefined;
  addEventListener<Name extends keyof LabEventMap>(
    type: Name,
    listener: (event: LabEventMap[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "attention-lab": AttentionLab;
  }
}
