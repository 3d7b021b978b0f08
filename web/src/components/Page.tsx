import { type ReactNode, useEffect } from 'react';

interface PageProps {
  title: string;
  /** A line below the title. */
  lead?: ReactNode;
  children: ReactNode;
}

export function Page({ title, lead, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Assay`;
  }, [title]);
  return (
    <div className="page">
      <div className="page-head">
        <h1>{title}</h1>
        {lead && <p className="lead">{lead}</p>}
      </div>
      {children}
    </div>
  );
}
