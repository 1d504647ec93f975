import { Component, type ReactNode } from "react";
import { Button } from "./Button.tsx";
import { ErrorCard } from "./ErrorCard.tsx";

interface BoundaryProps {
  /** What could not be shown, to begin a sentence with. */
  what: string;
  /** What it shows; another one is tried without being asked. */
  about?: unknown;
  /** Stands in its place instead of the card. */
  fallback?: ReactNode;
  children: ReactNode;
}

interface BoundaryState {
  error: Error | null;
  about: unknown;
}

/** Keeps what cannot be drawn to its own pane: without one, React takes the whole window away. */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { error: null, about: this.props.about };

  static getDerivedStateFromError(error: unknown): Partial<BoundaryState> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  static getDerivedStateFromProps({ about }: BoundaryProps, before: BoundaryState): Partial<BoundaryState> | null {
    return Object.is(about, before.about) ? null : { error: null, about };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    if (this.props.fallback !== undefined) return this.props.fallback;
    return (
      <ErrorCard
        title={`${this.props.what} could not be shown.`}
        text="The rest of the window goes on. What was received is kept and can be exported."
        detail={error.message}
        actions={
          <Button size="small" onClick={() => this.setState({ error: null })}>
            Try again
          </Button>
        }
      />
    );
  }
}
