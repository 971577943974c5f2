import { useQuery } from '@tanstack/react-query';
import { take } from '../../client';
import { useConsole } from '../../context';
import type { PageProps } from '../../pages';
import { hrefOf } from '../../route';
import { Answered } from '../../ui/Answered';
import { Empty } from '../../ui/Empty';
import { Icon } from '../../ui/Icon';
import { Page } from '../../ui/Page';
import { Time } from '../../ui/Time';
import { save } from '../shared/save';
import '../shared/shared.css';
import './report.css';
import './curves.css';
import { ReportBody } from './ReportBody';
import { readSummary } from './summary';

/** One report, drawn from its summary. */
export default function ReportPage({ place: { rest } }: PageProps) {
  const { client } = useConsole();
  const [name = ''] = rest;
  const query = useQuery({
    queryKey: ['reports', name],
    queryFn: ({ signal }) => take(client.GET('/v1/reports/{name}', { params: { path: { name } }, signal })),
    staleTime: 60_000, // it is long, and written once
  });
  const { data } = query;
  return (
    <Page
      title={name}
      line={
        data && (
          <>
            Written <Time at={data.modified} />
          </>
        )
      }
      back={{ href: hrefOf(['reports']), name: 'Reports' }}
      actions={
        data && (
          <button
            type="button"
            className="button small"
            onClick={() => save(new Blob([JSON.stringify(data.summary, null, 1)]), `${name}.json`)}
          >
            <Icon name="save" size={18} />
            Download as JSON
          </button>
        )
      }
    >
      <Answered query={query} what="the report" lines={12}>
        {({ summary }) => {
          const found = readSummary(summary);
          return found ? (
            <ReportBody summary={found} />
          ) : (
            <Empty title="This is no report that this page can draw" icon="reports">
              It may be of a newer form, or something else in the folder of reports. Its figures can be
              downloaded.
            </Empty>
          );
        }}
      </Answered>
    </Page>
  );
}
