import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { take } from '../../client';
import type { Client, Schemas } from '../../client';
import { useConsole } from '../../context';
import { Card } from '../../ui/Card';
import { ErrorState } from '../../ui/ErrorState';
import { bytes, seconds } from '../../ui/format';
import { Icon } from '../../ui/Icon';
import { Loading } from '../../ui/Loading';
import { wordOf } from '../../ui/words';

/** The images that are kept. They are not fetched before somebody asks: the audit log notes who has seen them. */
export function ImagesCard({ session: { id, images } }: { readonly session: Schemas['Session'] }) {
  const [wanted, setWanted] = useState(false);
  if (images.length === 0) {
    return (
      <Card title="Images">
        <p className="c-card-line">None are kept of this session.</p>
      </Card>
    );
  }
  return (
    <Card title="Images" line={`${images.length} kept, sealed. The audit log notes who has seen them.`}>
      {wanted ? (
        <ul className="session-images">
          {images.map((image) => (
            <Picture key={image.name} session={id} image={image} />
          ))}
        </ul>
      ) : (
        <button type="button" className="button small" onClick={() => setWanted(true)}>
          <Icon name="camera" size={18} />
          Show them
        </button>
      )}
    </Card>
  );
}

interface PictureProps {
  readonly session: string;
  readonly image: Schemas['KeptImage'];
}

function Picture({ session, image: { name, at, size } }: PictureProps) {
  const { client } = useConsole();
  const asked = useQuery({
    queryKey: ['image', session, name],
    queryFn: ({ signal }) => fetchImage(client, session, name, signal),
    staleTime: Infinity, // it never changes, and each reading is noted
    gcTime: 0, // a face is not kept in the window once nobody looks at it
    refetchOnWindowFocus: false,
  });
  return (
    <li>
      <figure className="session-image">
        {asked.data ? (
          <Shown blob={asked.data} name={name} />
        ) : asked.error ? (
          <ErrorState small error={asked.error} onRetry={() => void asked.refetch()} />
        ) : (
          <Loading what="the image" lines={3} />
        )}
        <figcaption>
          {wordOf(name.replaceAll('-', ' '))}{' '}
          <span className="c-hint">
            at {seconds(at)}, {bytes(size)}
          </span>
        </figcaption>
      </figure>
    </li>
  );
}

function Shown({ blob, name }: { readonly blob: Blob; readonly name: string }) {
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    if (image.current) image.current.src = made;
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return <img ref={image} alt={`${wordOf(name)} of the session`} />;
}

const fetchImage = (client: Client, session: string, name: string, signal: AbortSignal): Promise<Blob> =>
  take(
    client.GET('/v1/sessions/{session}/images/{name}', {
      params: { path: { session, name } },
      parseAs: 'blob',
      signal,
    }),
  );
