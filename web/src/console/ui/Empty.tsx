import type { ReactNode } from 'react';
import { Icon } from './Icon';
import type { IconName } from './Icon';

interface Props {
  readonly title: string;
  /** Why there is nothing, or how there comes to be something. */
  readonly children?: ReactNode;
  readonly icon?: IconName;
  readonly action?: ReactNode;
}

/** There is nothing here, and that is no failure. */
export function Empty({ title, children, icon = 'empty', action }: Props) {
  return (
    <div className="c-blank" role="status" data-testid="empty">
      <span className="c-blank-sign tone-quiet">
        <Icon name={icon} size={28} />
      </span>
      <p className="c-blank-title">{title}</p>
      {children && <div className="c-blank-line">{children}</div>}
      {action}
    </div>
  );
}
